/** Changes of one image on its way from a data set into a batch. */
@NullMarked
package org.addernet.data.transform;

import org.jspecify.annotations.NullMarked;
