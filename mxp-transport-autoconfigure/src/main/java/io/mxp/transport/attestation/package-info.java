/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Attestation by signed JSON Web Tokens, on Nimbus JOSE + JWT. Independent of Spring.
 */
@NullMarked
package io.mxp.transport.attestation;

import org.jspecify.annotations.NullMarked;
