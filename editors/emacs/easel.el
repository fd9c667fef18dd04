;;; easel.el --- Coding agents through the Easel language server -*- lexical-binding: t -*-

;; Author: The Easel contributors
;; Version: 1.0.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: tools, convenience
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; `M-x easel' opens a chat with a coding agent for the current project.
;; Everything that is hard about it (the agent's process, the turn, Stop, the
;; log of the conversation) is done by the server `easel serve'.  This file
;; sends requests, and `easel-chat' draws the events that come back.

;;; Code:

(require 'cl-lib)
(require 'project)
(require 'easel-canvas)
(require 'easel-chat)
(require 'easel-form)
(require 'easel-server)

(defun easel--directory ()
  "Return the root of the current project, or the current directory."
  (expand-file-name (if-let* ((project (project-current)))
                        (project-root project)
                      default-directory)))

(defun easel--conversations (&optional directory)
  "Return the conversations, newest first; only those of DIRECTORY if it is given."
  (append (plist-get (easel-request "conversation/list"
                                    (and directory (list :cwd directory)))
                     :conversations)
          nil))

(defun easel--create (directory)
  "Begin a conversation in DIRECTORY and return it."
  (plist-get (easel-request "conversation/create" (list :cwd directory)) :conversation))

(defun easel--choose (prompt choices &optional annotate)
  "Let the user choose one of CHOICES, an alist of labels and values, by PROMPT.
ANNOTATE gives the text that is shown behind a label, from its value."
  (let ((metadata `(metadata (annotation-function
                              . ,(lambda (label)
                                   (and annotate
                                        (funcall annotate (cdr (assoc label choices)))))))))
    (cdr (assoc (completing-read prompt
                                 (lambda (string predicate action)
                                   (if (eq action 'metadata)
                                       metadata
                                     (complete-with-action action choices string predicate)))
                                 nil t)
                choices))))

(defun easel--here ()
  "Return the chat that this buffer is or that its project has; begin one if none."
  (if (derived-mode-p 'easel-chat-mode)
      (current-buffer)
    (let ((directory (easel--directory)))
      (easel-chat-buffer (or (car (easel--conversations directory))
                             (easel--create directory))))))

;;;###autoload
(defun easel (&optional new)
  "Open the newest chat of this project.  With prefix argument NEW, begin one."
  (interactive "P")
  (pop-to-buffer (if new
                     (easel-chat-buffer (easel--create (easel--directory)))
                   (easel--here))))

;;;###autoload
(defun easel-list ()
  "Choose one of all conversations and open it."
  (interactive)
  (let ((choices (mapcar #'easel--labelled (easel--conversations))))
    (unless choices (user-error "There is no conversation yet; `M-x easel' begins one"))
    (pop-to-buffer (easel-chat-buffer (easel--choose "Conversation: " choices
                                                     #'easel--last-line)))))

(defun easel--last-line (info)
  "Return what was said last in the conversation INFO."
  (and-let* ((line (plist-get info :lastLine))) (concat "  " line)))

(defun easel--labelled (info)
  "Return the conversation INFO with a label in front."
  (cl-destructuring-bind (&key id title agent cwd executionStatus &allow-other-keys) info
    (cons (format "%s  (%s, %s, %s, %s)" (if (equal title "") "Untitled" title)
                  agent executionStatus
                  (abbreviate-file-name (directory-file-name (easel-path cwd)))
                  (substring id 0 8))
          info)))

;;;###autoload
(defun easel-send (prompt &optional context)
  "Send PROMPT to the agent, with CONTEXT, which is the region if it is active."
  (interactive (let ((context (easel--region)))
                 (with-current-buffer (easel--here)
                   (list (easel-chat-read-prompt) context))))
  (when (string-blank-p prompt) (user-error "Nothing to send"))
  (easel-sync-documents)
  (let ((buffer (easel--here)))
    (with-current-buffer buffer
      (easel-chat-request "conversation/prompt"
                          (list :prompt (if context (concat prompt "\n\n" context) prompt)
                                :detach t)))
    (display-buffer buffer)))

(defun easel--region ()
  "Return the active region as text that says where it is from, or nil."
  (when (and (use-region-p) (not (derived-mode-p 'easel-chat-mode)))
    (format "%s, lines %d-%d:\n```\n%s\n```"
            (or buffer-file-name (buffer-name))
            (line-number-at-pos (region-beginning))
            (line-number-at-pos (region-end))
            (buffer-substring-no-properties (region-beginning) (region-end)))))

(defun easel-stop (&optional now)
  "Stop generating.  With prefix argument NOW, whatever it takes."
  (interactive "P")
  (with-current-buffer (easel--here)
    (easel-chat-request (if now "conversation/interrupt" "conversation/cancel")
                        (unless now '(:onTimeout "interrupt")))))

(defun easel-answer (&optional number)
  "Answer the oldest open question of the agent, with its choice NUMBER."
  (interactive "P")
  (let ((question (car easel-chat-questions)))
    (unless question (user-error "The agent asks nothing"))
    (pcase (plist-get question :type)
      ("permissionRequested" (easel--permit question number))
      (_ (easel--fill-in question)))))

(defun easel-answer-by-digit ()
  "Answer the oldest open permission request by the digit that was typed."
  (interactive)
  (easel-answer (- last-command-event ?0)))

(defun easel--permit (question number)
  "Answer the permission request QUESTION with its choice NUMBER, or ask which."
  (cl-destructuring-bind (&key permissionId options toolCall &allow-other-keys) question
    (let ((option (if number
                      (or (nth (1- number) (append options nil))
                          (user-error "There is no choice %s" number))
                    (easel--choose (format "%s: " (plist-get toolCall :title))
                                   (mapcar (lambda (it) (cons (plist-get it :name) it))
                                           options)))))
      (easel-chat-request "permission/respond"
                          (list :permissionId permissionId
                                :optionId (plist-get option :optionId))))))

(defun easel--fill-in (question)
  "Ask for the fields of the form QUESTION, or open its page, and answer it."
  (cl-destructuring-bind (&key elicitationId message requestedSchema url &allow-other-keys)
      question
    (let* ((yes (y-or-n-p (concat message (if url (format " Open %s? " url) " Answer? "))))
           (content (and yes requestedSchema (easel-form-read requestedSchema))))
      (when (and yes url (string-match-p "\\`https?:" url)) (browse-url url))
      (easel-chat-request "elicitation/respond"
                          `(:elicitationId ,elicitationId
                            :action ,(if yes "accept" "decline")
                            ,@(and content (list :content content)))))))

(defun easel-mode ()
  "Choose a mode of the agent."
  (interactive)
  (with-current-buffer (easel--here)
    (let* ((modes (plist-get (plist-get easel-chat-info :modes) :availableModes))
           (choices (mapcar (lambda (it) (cons (plist-get it :name) (plist-get it :id))) modes)))
      (unless choices (user-error "This agent offers no modes, or has not started yet"))
      (easel-chat-request "conversation/setMode"
                          (list :modeId (easel--choose "Mode: " choices))))))

(defun easel-resume ()
  "Bring the agent up again and send what waits."
  (interactive)
  (with-current-buffer (easel--here) (easel-chat-request "conversation/run")))

(defun easel-rename (title)
  "Give the conversation another TITLE."
  (interactive "sTitle: ")
  (with-current-buffer (easel--here)
    (easel-chat-request "conversation/rename" (list :title title))))

(defun easel-take ()
  "Become the owner of a conversation that another editor has."
  (interactive)
  (with-current-buffer (easel--here)
    (easel-chat-request
     "lease/take" nil
     (lambda (code message)
       (when (and (eql code easel-lease-held)
                  (yes-or-no-p (concat message "  Its agent will be stopped.  Take it anyway? ")))
         (easel-chat-request "lease/take" '(:force t)))))))

(defun easel-canvas ()
  "Choose one of the canvases that the agent shows, and look at it as text."
  (interactive)
  (with-current-buffer (easel--here)
    (let* ((open (plist-get (easel-request "canvas/list"
                                           (list :conversationId easel-chat-id))
                            :open))
           (choices (mapcar (lambda (it)
                              (cons (format "%s (%s)" (or (plist-get it :title) "Untitled")
                                            (plist-get it :canvasId))
                                    (plist-get it :channel)))
                            open)))
      (unless choices (user-error "The agent shows nothing"))
      (pop-to-buffer (easel-canvas-buffer (if (cdr choices) (easel--choose "Canvas: " choices)
                                            (cdar choices)))))))

;;;###autoload
(defun easel-log ()
  "Show what the server says of itself."
  (interactive)
  (pop-to-buffer (get-buffer-create easel-log-buffer)))

(provide 'easel)
;;; easel.el ends here
