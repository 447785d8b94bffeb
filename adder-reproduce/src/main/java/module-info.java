/** The experiments of the AdderNet paper, and their report. */
module org.addernet.reproduce {
    requires transitive org.addernet.train;
    requires com.fasterxml.jackson.jr.ob;
    requires commons.math3;
    requires java.desktop;
    requires org.addernet.analysis;
    requires org.addernet.io;
    requires xchart;
    requires static org.jspecify;

    exports org.addernet.reproduce;

    opens org.addernet.reproduce to
            com.fasterxml.jackson.jr.ob;
}
