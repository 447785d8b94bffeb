/** What looks on while a model is trained: progress, metrics.csv. */
@NullMarked
package org.addernet.train.listener;

import org.jspecify.annotations.NullMarked;
