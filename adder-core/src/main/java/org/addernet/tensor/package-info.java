/** Dense float32 tensors and their shapes: the data that flows between all parts of addernet. */
@NullMarked
package org.addernet.tensor;

import org.jspecify.annotations.NullMarked;
