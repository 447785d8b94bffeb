/**
 * JMH benchmarks of the kernels: what they do on the layers of known networks, and the limit that the machine sets.
 *
 * <p>Both count {@code gops}, 10^9 terms of the sums a second, so that the one can be read as a share of the other.
 */
@NullMarked
package org.addernet.bench;

import org.jspecify.annotations.NullMarked;
