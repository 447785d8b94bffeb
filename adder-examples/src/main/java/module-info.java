/** Small programs that use addernet as other projects do; each checks its own result. */
module org.addernet.examples {
    requires de.siegmar.fastcsv;
    requires java.desktop;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.addernet.inference;
    requires org.addernet.train;
    requires static org.jspecify;
}
