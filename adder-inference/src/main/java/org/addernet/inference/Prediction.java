package org.addernet.inference;

/**
 * A class that a picture may be of.
 *
 * @param label the number of the class, from 0
 * @param name the name of the class; its number where the model's file has no names
 * @param probability 0 to 1
 */
public record Prediction(int label, String name, double probability) {}
