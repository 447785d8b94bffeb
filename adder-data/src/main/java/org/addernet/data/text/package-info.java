/** What users write and read: paths and messages. */
@NullMarked
package org.addernet.data.text;

import org.jspecify.annotations.NullMarked;
