package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.addernet.data.DataLoader;
import org.addernet.nn.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Recipes name options, models and values that exist, and what is given beside them wins. */
class RecipeTest {

    @ParameterizedTest
    @EnumSource
    void statesValuesThatTheOptionsTake(Recipe recipe) {
        TrainingOptions options = new TrainingOptions();
        CommandLine line = new CommandLine(options);
        List<String> arguments = recipe.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toList();
        line.parseArgs(arguments.toArray(String[]::new));
        assertThat(ModelZoo.names()).contains(options.model);
        assertThat(options.newSchedule().learningRate(0)).isEqualTo(0.1);
        assertThat(options.epochs).isPositive();
    }

    @Test
    void whatIsGivenWins() {
        TrainCommand train = new TrainCommand();
        CommandLine line = new CommandLine(train);
        line.parseArgs("--recipe=reference-cifar", "--epochs=3", "--eta", "0.7");
        train.applyRecipe();
        assertThat(train.options.model).isEqualTo("resnet20");
        assertThat(train.options.optimizer).isEqualTo(TrainingOptions.Rule.SGD);
        assertThat(train.options.batch).isEqualTo(DataLoader.DEFAULT_BATCH_SIZE);
        assertThat(train.options.epochs).isEqualTo(3);
        assertThat(train.options.eta).isEqualTo(0.7);
    }
}
