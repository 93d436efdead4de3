/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;

/**
 * A handler as it is shown to people.
 *
 * @param type the type of message
 * @param subject its subject pattern, empty for every subject
 * @param method class and method
 * @param bean the bean's name
 * @param band whose executor runs it
 * @param invocations messages that it was given
 * @param failures of these, how many ended with an error
 */
public record HandlerInfo(MessageType type, String subject, String method, String bean, PriorityBand band,
		long invocations, long failures) {
}
