package org.addernet.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The arrays of a step, of training or of inference, which the next step uses again.
 *
 * <p>It holds the memory of one step, also where steps have batches of different sizes.
 */
final class Workspace {

    /** The arrays that this step has given back, by their lengths. */
    private NavigableMap<Integer, Deque<float[]>> free = new TreeMap<>();

    /** Those of the step before that this step has not taken yet. */
    private NavigableMap<Integer, Deque<float[]>> idle = new TreeMap<>();

    private final List<float[]> taken = new ArrayList<>();

    /** Returns an array of this length, with unspecified contents, until it is given back or the step ends. */
    float[] take(int length) {
        float[] array = find(length);
        taken.add(array);
        return array;
    }

    private float[] find(int length) {
        for (Map<Integer, Deque<float[]>> arrays : List.of(free, idle)) {
            Deque<float[]> fitting = arrays.get(length);
            if (fitting != null && !fitting.isEmpty()) {
                return fitting.pop();
            }
        }
        // In a step of fewer images than the one before, each new array takes the place of a larger one.
        for (Deque<float[]> larger : idle.tailMap(length).values()) {
            if (larger.poll() != null) {
                break;
            }
        }
        return new float[length];
    }

    /** Returns how many arrays are taken. */
    int taken() {
        return taken.size();
    }

    /** Gives an array back, if it is one of those that were taken after the first {@code kept}. */
    void giveBack(float[] array, int kept) {
        for (int i = taken.size() - 1; i >= kept; i--) {
            if (taken.get(i) == array) {
                taken.set(i, taken.get(taken.size() - 1));
                taken.remove(taken.size() - 1);
                free(array);
                return;
            }
        }
    }

    /** Ends the step: takes all arrays back, and forgets those that it did not use. */
    void endStep() {
        taken.forEach(this::free);
        taken.clear();
        idle.values().forEach(Deque::clear);
        NavigableMap<Integer, Deque<float[]>> empty = idle;
        idle = free;
        free = empty;
    }

    private void free(float[] array) {
        free.computeIfAbsent(array.length, length -> new ArrayDeque<>()).push(array);
    }
}
