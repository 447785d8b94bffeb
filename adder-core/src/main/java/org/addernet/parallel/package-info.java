/** The worker pool on which kernels and layers run, and the scratch buffers they borrow. */
@NullMarked
package org.addernet.parallel;

import org.jspecify.annotations.NullMarked;
