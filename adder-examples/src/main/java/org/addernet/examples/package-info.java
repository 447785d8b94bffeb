/** Small programs that use addernet as other projects do; each checks its own result. */
@NullMarked
package org.addernet.examples;

import org.jspecify.annotations.NullMarked;
