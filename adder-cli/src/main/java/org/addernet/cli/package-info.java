/** The {@code adder} command: train, evaluate, predict, describe and diagnose. */
@NullMarked
package org.addernet.cli;

import org.jspecify.annotations.NullMarked;
