/** The adder command. */
module org.addernet.cli {
    requires com.fasterxml.jackson.jr.ob;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.addernet.analysis;
    requires org.addernet.io;
    requires org.addernet.reproduce;
    requires org.addernet.train;
    requires static org.jspecify;

    exports org.addernet.cli;

    opens org.addernet.cli to
            info.picocli;
}
