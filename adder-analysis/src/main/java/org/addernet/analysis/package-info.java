/**
 * What trained networks look like inside: gradients, weights and features, as the paper's tables and figures show them;
 * learning curves, and what operations cost.
 */
@NullMarked
package org.addernet.analysis;

import org.jspecify.annotations.NullMarked;
