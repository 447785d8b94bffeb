/** Initial values of parameters. */
@NullMarked
package org.addernet.nn.init;

import org.jspecify.annotations.NullMarked;
