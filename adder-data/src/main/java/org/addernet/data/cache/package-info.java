/** The folder in which data sets live, and the downloads that fill it. */
@NullMarked
package org.addernet.data.cache;

import org.jspecify.annotations.NullMarked;
