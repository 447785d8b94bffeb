package org.addernet.reproduce;

import java.util.List;

/**
 * The part of the report that one experiment makes.
 *
 * @param name the experiment's name
 * @param title what it shows
 * @param paper what the paper says
 * @param findings what came out, in paragraphs
 * @param setting how it was made: epochs, seeds, subset
 * @param tables the figures
 * @param pictures the pictures, whose files are in the experiment's folder
 * @param commands the trainings that it used
 * @param made by which command, when and on what
 */
public record Section(
        String name,
        String title,
        String paper,
        List<String> findings,
        String setting,
        List<Table> tables,
        List<Picture> pictures,
        List<String> commands,
        String made) {}
