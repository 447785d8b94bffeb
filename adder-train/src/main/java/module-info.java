/** The trainer, its listeners, metrics and checkpoints of addernet. */
module org.addernet.train {
    requires transitive org.addernet.data;
    requires transitive org.addernet.nn;
    requires transitive org.addernet.optim;
    requires com.fasterxml.jackson.jr.ob;
    requires org.addernet.io;
    requires static org.jspecify;

    exports org.addernet.train;
    exports org.addernet.train.listener;
    exports org.addernet.train.metric;
}
