;;; easel-canvas.el --- What an agent shows, as text -*- lexical-binding: t -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A canvas is a buffer that holds its text form and follows it.  Forms are
;; filled in, and tables turned over, by messages to whoever shows the canvas.

;;; Code:

(require 'cl-lib)
(require 'easel-form)
(require 'easel-server)

(defvar-local easel-canvas--channel nil "The channel of the canvas.")
(defvar-local easel-canvas--state nil "The canvas at a glance: a plist as in AHP.")
(defvar easel-canvas--sequence 0 "The number of the last action of this Emacs.")

(defvar-keymap easel-canvas-mode-map
  :doc "Keys of a canvas."
  :parent special-mode-map
  "a" #'easel-canvas-answer "n" #'easel-canvas-next-page "p" #'easel-canvas-previous-page
  "/" #'easel-canvas-filter "s" #'easel-canvas-sort "k" #'easel-canvas-close)

(define-derived-mode easel-canvas-mode special-mode "Canvas"
  "A canvas as text.
\\{easel-canvas-mode-map}"
  (setq-local revert-buffer-function (lambda (&rest _) (easel-canvas--load))
              header-line-format '((:eval (easel-canvas--header)))))

(defun easel-canvas-buffer (channel)
  "Return the buffer of the canvas on CHANNEL; follow the canvas if there is none."
  (or (easel-canvas--find channel)
      (with-current-buffer (generate-new-buffer "*easel canvas*")
        (easel-canvas-mode)
        (setq easel-canvas--channel channel
              easel-canvas--state
              (plist-get (plist-get (easel-request "ahp/subscribe" (list :channel channel))
                                    :snapshot)
                         :state))
        (rename-buffer (format "*easel canvas: %s*" (easel-canvas--title)) t)
        (easel-canvas--load)
        (current-buffer))))

(defun easel-canvas--find (channel)
  "Return the buffer of the canvas on CHANNEL, or nil."
  (cl-find channel (buffer-list) :test #'equal
           :key (lambda (buffer) (buffer-local-value 'easel-canvas--channel buffer))))

(defun easel-canvas--title ()
  "Return what to call this canvas."
  (or (plist-get easel-canvas--state :title) (plist-get easel-canvas--state :canvasId)))

(defun easel-canvas--header ()
  "Return what the header line of a canvas says."
  (string-replace "%" "%%" (string-join
                            (delq nil (list (easel-canvas--title)
                                            (plist-get easel-canvas--state :status)
                                            (and (equal (easel-canvas--availability) "stale")
                                                 "nobody shows it now")))
                            "  |  ")))

(defun easel-canvas--availability ()
  "Return whether somebody shows this canvas."
  (plist-get easel-canvas--state :availability))

(defun easel-canvas--load ()
  "Show the text of the canvas as it is now."
  (easel-canvas--show (easel-request "ahp/canvasReadResource" (easel-canvas--text-params))))

(defun easel-canvas--text-params ()
  "Return what asks for the text of this canvas."
  (list :channel easel-canvas--channel :uri (easel-canvas--content "content.md")))

(defun easel-canvas--show (read)
  "Show the text that was READ, on the line where one was."
  (let ((line (line-number-at-pos)) (inhibit-read-only t))
    (erase-buffer)
    (insert (plist-get (aref (plist-get read :contents) 0) :text))
    (goto-char (point-min))
    (forward-line (1- line))
    (force-mode-line-update)))

(defun easel-canvas--content (name)
  "Return the URI of the content NAME of this canvas."
  (format "ahp-canvas-content:/%s/%s" (plist-get easel-canvas--state :instanceId) name))

(defun easel-canvas--update (method params)
  "Take in the notification METHOD with PARAMS."
  (when-let* (((eq method 'easel/ahp/action))
              (buffer (easel-canvas--find (plist-get params :channel))))
    (with-current-buffer buffer
      (cl-loop for (key value) on (plist-get params :action) by #'cddr
               do (setq easel-canvas--state (plist-put easel-canvas--state key value)))
      (easel-request-async "ahp/canvasReadResource" (easel-canvas--text-params)
                           (lambda (read)
                             (when (buffer-live-p buffer)
                               (with-current-buffer buffer (easel-canvas--show read))))
                           #'ignore))))

(add-hook 'easel-update-functions #'easel-canvas--update)

(defun easel-canvas-send (message)
  "Send the plist MESSAGE to whoever shows this canvas."
  (easel-notify "ahp/dispatchAction"
                (list :channel easel-canvas--channel
                      :clientSeq (cl-incf easel-canvas--sequence)
                      :action (list :type "canvas/message" :payload message))))

(defun easel-canvas--data ()
  "Return the content of this canvas as data."
  (let ((read (easel-request "ahp/canvasReadResource"
                             (list :channel easel-canvas--channel
                                   :uri (easel-canvas--content "content.json")))))
    (json-parse-string (plist-get (aref (plist-get read :contents) 0) :text)
                       :object-type 'plist :null-object nil :false-object :json-false)))

(defun easel-canvas-answer ()
  "Fill in the form."
  (interactive)
  (let ((schema (plist-get (easel-canvas--data) :schema)))
    (unless schema (user-error "This canvas is no form"))
    (easel-canvas-send (list :type "submit" :values (easel-form-read schema)))))

(defun easel-canvas-turn (pages)
  "Go PAGES further in a table."
  (let ((page (plist-get (easel-canvas--data) :page)))
    (unless page (user-error "This canvas has no pages"))
    (easel-canvas-send (list :type "page" :page (max 1 (+ page pages))))))

(defun easel-canvas-next-page () "Go to the next page of a table." (interactive)
       (easel-canvas-turn 1))

(defun easel-canvas-previous-page () "Go to the previous page of a table." (interactive)
       (easel-canvas-turn -1))

(defun easel-canvas-filter (text)
  "Show only the rows of a table that contain TEXT."
  (interactive "sRows with: ")
  (easel-canvas-send (list :type "filter" :text text)))

(defun easel-canvas-sort (column)
  "Sort a table by COLUMN."
  (interactive (list (completing-read "Sort by: "
                                      (mapcar (lambda (it) (plist-get it :key))
                                              (plist-get (easel-canvas--data) :columns))
                                      nil t)))
  (easel-canvas-send (list :type "sort" :column column)))

(defun easel-canvas-close ()
  "Close this canvas for everybody."
  (interactive)
  (easel-request "canvas/close" (list :channel easel-canvas--channel))
  (kill-buffer))

(provide 'easel-canvas)
;;; easel-canvas.el ends here
