import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.reference.ReferenceProvider;
import org.addernet.kernel.scalar.ScalarProvider;
import org.addernet.kernel.vector.VectorProvider;

/** Tensors, the worker pool and the convolution kernels of addernet. */
module org.addernet.core {
    requires jdk.incubator.vector;
    requires jdk.management;
    requires static org.jspecify;

    exports org.addernet.kernel;
    exports org.addernet.parallel;
    exports org.addernet.tensor;

    uses KernelProvider;

    provides KernelProvider with
            VectorProvider,
            ScalarProvider,
            ReferenceProvider;
}
