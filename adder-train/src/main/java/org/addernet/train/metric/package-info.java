/** How good the answers of a model are. */
@NullMarked
package org.addernet.train.metric;

import org.jspecify.annotations.NullMarked;
