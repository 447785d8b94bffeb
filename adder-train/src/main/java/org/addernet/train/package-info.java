/** The trainer, evaluation and checkpoints. */
@NullMarked
package org.addernet.train;

import org.jspecify.annotations.NullMarked;
