/** An application that asks a trained network, and has nothing that trains. */
module org.example.classify {
    requires org.addernet.inference;
}
