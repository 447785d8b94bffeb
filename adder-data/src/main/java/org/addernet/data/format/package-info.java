/** Readers of the file formats in which data sets are published. */
@NullMarked
package org.addernet.data.format;

import org.jspecify.annotations.NullMarked;
