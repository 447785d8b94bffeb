package org.addernet.fuzz;

/**
 * Something that a reader should not have done.
 *
 * @param kind what, in words that are the same for inputs of the same fault
 * @param detail what it was with this input
 * @param input the input
 */
record Finding(String kind, String detail, byte[] input) {}
