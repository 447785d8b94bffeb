package org.addernet.optim;

import org.addernet.nn.Parameter;

/**
 * A parameter and the settings that its group, its role and its rule give it.
 *
 * @param rateFactor what the learning rate is multiplied by
 * @param weightDecay λ
 */
record GroupedParameter(Parameter parameter, double rateFactor, double weightDecay) {}
