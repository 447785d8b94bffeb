package org.addernet.data.transform;

/** A rectangle of pixels in an image. */
record Region(int top, int left, int height, int width) {}
