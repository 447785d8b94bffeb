/** Labelled images by name, and the loader that turns them into shuffled batches. */
@NullMarked
package org.addernet.data;

import org.jspecify.annotations.NullMarked;
