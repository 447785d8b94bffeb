/** Learning-rate schedules. */
@NullMarked
package org.addernet.optim.schedule;

import org.jspecify.annotations.NullMarked;
