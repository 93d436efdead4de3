/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.server;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The server: a Spring Boot application like any other. The starter opens the UDP port
 * because there are handlers.
 */
@SpringBootApplication
public class ServerApplication {

}
