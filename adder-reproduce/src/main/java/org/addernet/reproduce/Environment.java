package org.addernet.reproduce;

import java.time.LocalDate;
import org.addernet.kernel.Kernels;

/** Where and when figures were made. */
final class Environment {

    private Environment() {}

    /** Returns the day, the virtual machine, the system and the kernels in one line. */
    static String describe() {
        return LocalDate.now() + ", Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors, kernels: " + Kernels.active().description();
    }
}
