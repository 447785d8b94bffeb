package org.addernet.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Trainings by name: values of {@link TrainingOptions}, as a source states them. */
enum Recipe {

    /** AdderNet, section 4.1. */
    PAPER_MNIST("--model lenet5-bn --data mnist --epochs 50 --batch 256 --lr 0.1 --schedule cosine --optimizer nag"
            + " --momentum 0.9 --weight-decay 5e-4 --eta 0.1"),

    /** AdderNet, section 4.2, which leaves optimizer, weight decay and the power of the polynomial open: as for MNIST, and 1. */
    PAPER_CIFAR(
            "--model resnet20 --data cifar10 --epochs 400 --batch 256 --lr 0.1 --schedule polynomial --optimizer nag"
                    + " --momentum 0.9 --weight-decay 5e-4 --eta 0.1"),

    /** AdderNet, section 4.3; the data are the user's {@code --data imagefolder:DIR}. */
    PAPER_IMAGENET("--model resnet18 --epochs 150 --batch 256 --lr 0.1 --schedule cosine --optimizer nag"
            + " --momentum 0.9 --weight-decay 1e-4 --eta 0.1"),

    /** What the authors' published program does where it differs from the paper. */
    REFERENCE_CIFAR(
            "--model resnet20 --data cifar10 --epochs 400 --batch 256 --lr 0.1 --schedule cosine --optimizer sgd"
                    + " --momentum 0.9 --weight-decay 5e-4 --eta 0.2"),

    /** A short training, the same for every similarity. */
    QUICK_CIFAR("--model resnet20 --data cifar10 --epochs 30 --batch 128 --lr 0.1 --schedule cosine --optimizer nag"
            + " --momentum 0.9 --weight-decay 5e-4 --eta 0.1");

    private final String options;

    Recipe(String options) {
        this.options = options;
    }

    /** Returns the values of the options that the recipe states, by name. */
    Map<String, String> options() {
        Map<String, String> values = new LinkedHashMap<>();
        String[] words = options.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            values.put(words[i], words[i + 1]);
        }
        return values;
    }

    /** Returns the name in commands, such as {@code paper-mnist}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
