package org.addernet.data;

/**
 * The two parts of a data set.
 *
 * @param train the samples to learn from
 * @param test the samples to measure with
 */
public record DataSplits(Dataset train, Dataset test) {}
