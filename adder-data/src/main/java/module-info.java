/** Data sets, file formats, transforms, the download cache and the batch loader of addernet. */
module org.addernet.data {
    requires transitive org.addernet.core;
    requires transitive org.addernet.io;
    requires java.desktop;
    requires java.net.http;
    requires static de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.addernet.data;
    exports org.addernet.data.cache;
    exports org.addernet.data.format;
    exports org.addernet.data.transform;
}
