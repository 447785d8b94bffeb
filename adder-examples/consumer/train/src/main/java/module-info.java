/** An application that trains a network. */
module org.example.train {
    requires java.desktop;
    requires org.addernet.inference;
    requires org.addernet.train;
}
