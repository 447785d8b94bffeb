/** Files of numbers and models: safetensors, npy and model files, written whole or not at all. */
module org.addernet.io {
    requires transitive org.addernet.nn;
    requires com.fasterxml.jackson.jr.ob;
    requires static org.jspecify;

    exports org.addernet.io;
}
