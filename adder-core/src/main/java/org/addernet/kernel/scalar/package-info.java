/** Plain loops straight from the equations: the oracle of every kernel test, and what runs without the vector module. */
@NullMarked
package org.addernet.kernel.scalar;

import org.jspecify.annotations.NullMarked;
