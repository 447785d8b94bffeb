/** What looks on while a model is trained: progress, metrics.csv, the learning curve. */
@NullMarked
package org.addernet.train.listener;

import org.jspecify.annotations.NullMarked;
