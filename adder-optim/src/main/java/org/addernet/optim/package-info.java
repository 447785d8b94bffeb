/** Update rules and the scaling of adder gradients. */
@NullMarked
package org.addernet.optim;

import org.jspecify.annotations.NullMarked;
