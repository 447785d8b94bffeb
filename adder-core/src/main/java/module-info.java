/** Tensors, the worker pool and the convolution kernels of addernet. */
module org.addernet.core {
    requires static org.jspecify;

    exports org.addernet.tensor;
    exports org.addernet.parallel;
}
