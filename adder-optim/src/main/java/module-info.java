/** Update rules, adaptive learning-rate scaling and schedules of addernet. */
module org.addernet.optim {
    requires transitive org.addernet.nn;
    requires static org.jspecify;

    exports org.addernet.optim;
    exports org.addernet.optim.schedule;
}
