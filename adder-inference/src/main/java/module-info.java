/** From a model file and a picture to the names and probabilities of classes: all that a service needs of addernet. */
module org.addernet.inference {
    requires transitive org.addernet.io;
    requires org.addernet.data;
    requires static org.jspecify;

    exports org.addernet.inference;
}
