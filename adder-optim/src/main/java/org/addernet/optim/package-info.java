/** Update rules, their groups of parameters, and the scaling of adder gradients. */
@NullMarked
package org.addernet.optim;

import org.jspecify.annotations.NullMarked;
