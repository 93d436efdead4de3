/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.concurrent.ThreadFactory;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes threads for handlers and clients: virtual ones where the application wants them.
 */
final class HandlerThreads {

	private final boolean virtual;

	HandlerThreads(Environment environment) {
		this.virtual = Threading.VIRTUAL.isActive(environment);
	}

	boolean areVirtual() {
		return this.virtual;
	}

	ThreadFactory named(String prefix) {
		if (this.virtual) {
			return new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory();
		}
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		return factory;
	}

}
