/** Gradients, weights and features of trained networks, learning curves, and what operations cost. */
module org.addernet.analysis {
    requires transitive org.addernet.train;
    requires commons.math3;
    requires java.desktop;
    requires org.addernet.io;
    requires xchart;
    requires static org.jspecify;

    exports org.addernet.analysis;
}
