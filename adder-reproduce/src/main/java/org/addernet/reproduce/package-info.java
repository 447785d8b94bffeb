/** The tables, ablations and pictures of the AdderNet paper as experiments that can be run again, and one report of them. */
@NullMarked
package org.addernet.reproduce;

import org.jspecify.annotations.NullMarked;
