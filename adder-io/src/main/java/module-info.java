/** Tensor files: safetensors and npy, written whole or not at all. */
module org.addernet.io {
    requires transitive org.addernet.core;
    requires com.fasterxml.jackson.jr.ob;
    requires static org.jspecify;

    exports org.addernet.io;
}
