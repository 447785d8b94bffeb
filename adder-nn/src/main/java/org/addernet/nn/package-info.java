/** Models, layers and parameters in the abstract, and the pass that differentiates them. */
@NullMarked
package org.addernet.nn;

import org.jspecify.annotations.NullMarked;
