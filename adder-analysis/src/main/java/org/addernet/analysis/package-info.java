/** What trained networks look like inside: gradients, weights and features, as the paper's tables and figures show them. */
@NullMarked
package org.addernet.analysis;

import org.jspecify.annotations.NullMarked;
