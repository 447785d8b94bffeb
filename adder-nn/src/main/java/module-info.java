/** Layers, passes, operations, losses, initialisers and the model zoo of addernet. */
module org.addernet.nn {
    requires transitive org.addernet.core;
    requires static org.jspecify;

    exports org.addernet.nn;
    exports org.addernet.nn.init;
    exports org.addernet.nn.layer;
    exports org.addernet.nn.loss;
    exports org.addernet.nn.op;
    exports org.addernet.nn.zoo;
}
