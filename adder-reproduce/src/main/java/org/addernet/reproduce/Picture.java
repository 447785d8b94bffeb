package org.addernet.reproduce;

/**
 * A picture of an experiment.
 *
 * @param name the name of its PNG file, without the ending
 * @param caption what it shows
 */
public record Picture(String name, String caption) {}
