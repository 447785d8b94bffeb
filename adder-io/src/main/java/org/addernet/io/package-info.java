/** Tensor files: safetensors and npy, checked in every byte when read, and written whole or not at all. */
@NullMarked
package org.addernet.io;

import org.jspecify.annotations.NullMarked;
