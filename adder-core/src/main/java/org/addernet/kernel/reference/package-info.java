/** Plain loops straight from the equations: the oracle of every kernel test, and slow. */
@NullMarked
package org.addernet.kernel.reference;

import org.jspecify.annotations.NullMarked;
