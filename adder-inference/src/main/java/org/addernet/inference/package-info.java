/** Classifiers from model files, for programs that do not train. */
@NullMarked
package org.addernet.inference;

import org.jspecify.annotations.NullMarked;
